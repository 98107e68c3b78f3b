/**
 * Exercises and labs of this book in any page:
 *
 *   <script src="https://…/embed.js"></script>
 *   <windows-exercise name="hs-places" lang="en" seed="7"></windows-exercise>
 *   <windows-lab program="three-words" lang="en"></windows-lab>
 *
 * Each element holds a frame of the site that this script came from, as high as its content. What the exercise says arrives as
 * events: `ready`, `state`, `score`, `note`. A frame is heard only by its own element, and only when the message comes from this
 * site. A state that was kept is given back by the element's property or attribute `state`.
 */
(() => {
  const script = document.currentScript ?? document.querySelector('script[src$="embed.js"]');
  const root = new URL('./', script?.src || document.baseURI);
  const TYPE = 'windows-under-glass';
  const LOWEST = 40;
  const HIGHEST = 100_000;
  /** What becomes an event; a message of the frame's called `event` is one called `note` here. */
  const events = { ready: 'ready', state: 'state', score: 'score', event: 'note' };

  const seedOf = (text) => (/^\d{1,10}$/.test(text ?? '') ? `?seed=${text}` : '');

  class Framed extends HTMLElement {
    #frame;
    #state = null;
    #hear = (event) => this.#receive(event);

    connectedCallback() {
      addEventListener('message', this.#hear);
      if (!this.style.display) this.style.display = 'block';
      this.#show();
    }

    disconnectedCallback() {
      removeEventListener('message', this.#hear);
      this.#frame?.remove();
      this.#frame = undefined;
    }

    attributeChangedCallback(name, before, after) {
      if (name !== 'state' && before !== after && this.#frame) this.#show();
    }

    /** What was kept of the exercise: what a `state` or `score` event had brought. Set it before the frame has loaded. */
    get state() {
      if (this.#state) return this.#state;
      try {
        return JSON.parse(this.getAttribute('state') ?? 'null');
      } catch {
        return null;
      }
    }

    set state(value) {
      this.#state = typeof value === 'object' ? value : null;
    }

    /** The folder of the language's pages. */
    get pages() {
      return new URL(/^zh\b/i.test(this.lang || document.documentElement.lang) ? 'zh/embed/' : 'embed/', root);
    }

    #show() {
      this.#frame?.remove();
      this.#frame = undefined;
      const source = this.source();
      if (!source) {
        this.textContent = `${this.localName}: ${this.missing}`;
        return;
      }
      const frame = document.createElement('iframe');
      frame.title = this.title || `Windows Under Glass: ${this.label}`;
      frame.loading = this.getAttribute('loading') === 'eager' ? 'eager' : 'lazy';
      frame.allow = 'clipboard-write';
      frame.style.cssText = 'display:block;width:100%;height:20rem;border:0';
      frame.src = source.href;
      this.#frame = frame;
      this.replaceChildren(frame);
    }

    #receive({ source, origin, data }) {
      const frame = this.#frame;
      if (!frame || source !== frame.contentWindow || origin !== root.origin) return;
      if (typeof data !== 'object' || data === null || data.type !== TYPE || data.version !== 1) return;
      if (data.event === 'height') {
        const { height } = data;
        if (height >= LOWEST && height <= HIGHEST) frame.style.height = `${Math.ceil(height)}px`;
        return;
      }
      if (data.event === 'ready') {
        const user = this.getAttribute('user') ?? '';
        const answer = { type: TYPE, version: 1, event: 'restore', state: this.state, user };
        frame.contentWindow.postMessage(answer, root.origin);
      }
      const name = Object.hasOwn(events, data.event) ? events[data.event] : undefined;
      if (name === undefined) return;
      const { type: _type, version: _version, event: _event, ...detail } = data;
      if (detail.state) this.#state = detail.state;
      this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
    }
  }

  class WindowsExercise extends Framed {
    static observedAttributes = ['name', 'lang', 'seed', 'state'];
    missing = 'the attribute name="…" names no exercise';
    get label() {
      return this.getAttribute('name');
    }
    source() {
      const name = this.getAttribute('name') ?? '';
      if (!/^[a-z0-9-]{1,64}$/.test(name)) return undefined;
      return new URL(`${name}/index.html${seedOf(this.getAttribute('seed'))}`, this.pages);
    }
  }

  class WindowsLab extends Framed {
    static observedAttributes = ['program', 'link', 'lang', 'seed', 'lenses', 'start'];
    missing = 'it needs the attribute program="…", or link="…" with a link that Share has made';
    get label() {
      return this.getAttribute('program') ?? 'lab';
    }
    source() {
      const address = new URL('lab/index.html', this.pages);
      for (const name of ['program', 'seed', 'lenses', 'start', 'title', 'processors', 'debugged', 'sehop']) {
        const value = this.getAttribute(name);
        if (value !== null) address.searchParams.set(name, value);
      }
      address.hash = /#lab-[\w-]+=[\w-]+$/.exec(this.getAttribute('link') ?? '')?.[0] ?? '';
      return address.hash || this.hasAttribute('program') ? address : undefined;
    }
  }

  for (const [name, element] of [
    ['windows-exercise', WindowsExercise],
    ['windows-lab', WindowsLab],
  ]) {
    if (!customElements.get(name)) customElements.define(name, element);
  }
})();
