/** The questions of an exercise: a choice is a group of radio buttons, a value a line to type in; each finding stands at its question. */
import type { Exercise, ExerciseText, Finding, Question } from '@/lab/exercise.ts';
import { mixed } from '@/lab/seed.ts';
import { FindingLine } from './FindingLine.tsx';
import { Inline } from './inline.tsx';
import type { ExerciseWords } from './words.ts';

interface Props {
  readonly exercise: Exercise;
  readonly text: ExerciseText;
  readonly words: ExerciseWords;
  readonly seed: number;
  readonly answers: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
  readonly onAnswer: (id: string, answer: string) => void;
  /** Begins the names of the form's elements: there may be several exercises on a page. */
  readonly prefix: string;
}

export function Questions(props: Props) {
  return (
    <ol class="questions">
      {props.exercise.questions.map((question) => (
        <li key={question.id}>
          <Asked {...props} question={question} />
        </li>
      ))}
    </ol>
  );
}

function Asked({
  question,
  text,
  words,
  seed,
  answers,
  findings,
  onAnswer,
  prefix,
}: Props & { readonly question: Question }) {
  const { id, form } = question;
  const said = text.questions[id];
  const given = answers[id] ?? '';
  const finding = findings.find(({ part }) => part === id);
  const name = `${prefix}-${id}`;
  const result = finding && <FindingLine id={`${name}-result`} finding={finding} text={text} words={words} />;
  if (form === 'choice') {
    return (
      <fieldset aria-describedby={result ? `${name}-result` : undefined}>
        <legend>
          <Inline text={said?.ask ?? ''} />
        </legend>
        {optionsOf(question, seed).map((option) => (
          <label key={option} class="option">
            <input
              type="radio"
              name={name}
              value={option}
              checked={given === option}
              onChange={() => onAnswer(id, option)}
            />
            <span>
              <Inline text={said?.options?.[option] ?? option} />
            </span>
          </label>
        ))}
        {result}
      </fieldset>
    );
  }
  const hint = form === 'address' ? words.address : form === 'number' ? words.number : words.textAnswer;
  return (
    <div class="asked">
      <label for={name}>
        <Inline text={said?.ask ?? ''} />
      </label>
      <span class="value">
        <input
          id={name}
          type="text"
          value={given}
          maxLength={200}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          aria-describedby={`${name}-form${result ? ` ${name}-result` : ''}`}
          onInput={(event) => onAnswer(id, event.currentTarget.value)}
        />
        <small id={`${name}-form`}>{hint}</small>
      </span>
      {result}
    </div>
  );
}

/** Options that the machine decides between stand in their own order; others in one that the seed decides. */
function optionsOf({ options = [], optionValues }: Question, seed: number): readonly string[] {
  return optionValues ? options : mixed(options, seed);
}
