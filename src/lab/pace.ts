/**
 * The only place that sees the host's clock: it decides when a long run lets the page draw and listen.
 */

/** How long the machine may keep the page from drawing. */
const SLICE_MS = 10;

/** A stopwatch for one run: `rest` returns at once while the slice lasts, and otherwise after the page had its turn. */
export class Pace {
  private began = performance.now();

  /** True when the page should have its turn. */
  get isOver(): boolean {
    return performance.now() - this.began > SLICE_MS;
  }

  /** Resolves when the page has drawn and handled what the reader did. */
  async rest(): Promise<void> {
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    this.began = performance.now();
  }
}
