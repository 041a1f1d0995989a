/** A defect in one view leaves the rest of the page alive, and says what happened. */
import { Component, type ComponentChildren } from 'preact';

export class ErrorBoundary extends Component<{ children: ComponentChildren }, { message: string | null }> {
  override state = { message: null as string | null };

  static override getDerivedStateFromError(error: unknown) {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    if (this.state.message === null) return this.props.children;
    return (
      <p class="banner bad" role="alert">
        This view has failed, which is a defect of the page: {this.state.message}{' '}
        <button type="button" onClick={() => this.setState({ message: null })}>
          Try again
        </button>
      </p>
    );
  }
}
