/** A lens in its frame. A lens with a mistake of its own says so here, and the lab lives on. */
import { Component, type ComponentChildren } from 'preact';
import type { Moment } from '@/lab/moment.ts';

interface Props {
  /** What the lens shows; a new moment gives a failed lens another chance. */
  readonly now: Moment;
  readonly failed: string;
  readonly children: ComponentChildren;
}

export class LensFrame extends Component<Props, { error: string | undefined; at: Moment | undefined }> {
  override state: { error: string | undefined; at: Moment | undefined } = { error: undefined, at: undefined };

  override componentDidCatch(error: unknown): void {
    this.setState({ error: error instanceof Error ? error.message : String(error), at: this.props.now });
  }

  render({ children, failed, now }: Props) {
    if (this.state.error !== undefined && this.state.at === now) {
      return (
        <p class="lens-empty error" role="alert">
          {failed} <code>{this.state.error}</code>
        </p>
      );
    }
    return children;
  }
}
