/**
 * The height that a frame asks the page around it for, in each way that pages understand.
 *
 * What must hold: nothing is said twice of the same height, so that no page and frame can chase each other; an H5P resizer is spoken
 * to only after it has answered.
 */
import { frameResize, h5pHello, h5pResize, messageFromPage, ownMessage } from './messages.ts';

const HEIGHT_MAX = 100_000;

export class FrameHeight {
  readonly #name: string;
  readonly #post: (message: object) => void;
  readonly #newId: () => string;
  #height = 0;
  #hasResizer = false;

  constructor(name: string, post: (message: object) => void, newId: () => string) {
    this.#name = name;
    this.#post = post;
    this.#newId = newId;
  }

  /** Greets the page. */
  start(): void {
    this.#post(h5pHello);
  }

  /** The content has this height now. */
  measured(height: number): void {
    const whole = Math.min(Math.ceil(height), HEIGHT_MAX);
    if (!(whole > 0) || whole === this.#height) return;
    this.#height = whole;
    this.#post(frameResize(this.#newId(), whole));
    this.#post(ownMessage('height', this.#name, { height: whole }));
    if (this.#hasResizer) this.#post(h5pResize(whole));
  }

  /** Something came from the page. */
  receive(data: unknown): void {
    const message = messageFromPage(data);
    if (message?.kind !== 'h5p') return;
    if (message.action === 'ready') this.start();
    else if (message.action === 'hello') {
      this.#hasResizer = true;
      if (this.#height > 0) this.#post(h5pResize(this.#height));
    }
  }
}
