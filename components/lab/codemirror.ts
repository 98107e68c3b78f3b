/** CodeMirror in a shadow root, where the page's content security policy lets it bring its styles. Loaded when Edit is pressed. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { cpp } from '@codemirror/lang-cpp';
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  keymap,
  lineNumbers,
  WidgetType,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Diagnostic } from '@/compiler/diagnostic.ts';

/** The message under the line that it is about. */
class Message extends WidgetType {
  private readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    super();
    this.diagnostic = diagnostic;
  }
  override toDOM(): HTMLElement {
    const { message, hint, column, length } = this.diagnostic;
    const box = document.createElement('div');
    box.className = 'mistake';
    box.textContent = `${' '.repeat(column - 1)}${'^'.repeat(Math.max(1, length))}
${message}${hint ? ` (${hint})` : ''}`;
    return box;
  }
}

const setMistake = StateEffect.define<Diagnostic | undefined>();

const mistakes = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMistake)) return effect.value ? decorationOf(transaction.state, effect.value) : Decoration.none;
    }
    return transaction.docChanged ? Decoration.none : shown;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decorationOf(state: EditorState, diagnostic: Diagnostic): DecorationSet {
  const line = state.doc.line(Math.min(Math.max(diagnostic.line, 1), state.doc.lines));
  const widget = Decoration.widget({ widget: new Message(diagnostic), block: true, side: 1 });
  return Decoration.set([Decoration.line({ class: 'mistaken' }).range(line.from), widget.range(line.to)]);
}

/** The book's colours of code, light and dark. */
const colours = HighlightStyle.define([
  { tag: [tags.comment], color: 'var(--tk-quiet)' },
  { tag: [tags.keyword, tags.processingInstruction, tags.typeName, tags.modifier], color: 'var(--tk-word)' },
  { tag: [tags.string, tags.character], color: 'var(--tk-text)' },
  { tag: [tags.number, tags.bool], color: 'var(--tk-number)' },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.definition(tags.variableName))],
    color: 'var(--tk-name)',
  },
]);

const theme = EditorView.theme({
  '&': { fontSize: '13px', color: 'var(--ink)', backgroundColor: 'var(--surface)', height: '100%' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-gutters': { backgroundColor: 'var(--surface-2)', color: 'var(--ink-3)', border: 'none' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.mistaken': { backgroundColor: 'var(--c-error-soft)' },
  '.mistake': { color: 'var(--c-error)', whiteSpace: 'pre-wrap', padding: '0 6px' },
});

/** Mounts an editor in `parent`; `onChange` hears the whole text after each change. */
export function mountEditor(parent: HTMLElement, text: string, onChange: (text: string) => void) {
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: 'open' });
  root.replaceChildren();
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        bracketMatching(),
        indentUnit.of('    '),
        cpp(),
        syntaxHighlighting(colours),
        keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
        mistakes,
        theme,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    /** Shows `diagnostic` under its line, and takes it away again when it is undefined. */
    show(_text: string, diagnostic: Diagnostic | undefined) {
      view.dispatch({ effects: setMistake.of(diagnostic) });
      if (diagnostic) {
        const line = view.state.doc.line(Math.min(Math.max(diagnostic.line, 1), view.state.doc.lines));
        view.dispatch({
          selection: { anchor: Math.min(line.from + diagnostic.column - 1, line.to) },
          scrollIntoView: true,
        });
        view.focus();
      }
    },
    destroy: () => view.destroy(),
  };
}
