import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { Page } from './Page';
import { Empty } from './States';

interface BoundaryProps {
  /** Where the page is: at another place it is tried anew. */
  readonly place: string;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly place: string;
  readonly broken: boolean;
}

/** Stands in for a page that broke, or whose file is not there any more since the server was replaced. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { place: this.props.place, broken: false };

  static getDerivedStateFromError(): Partial<BoundaryState> {
    return { broken: true };
  }

  static getDerivedStateFromProps({ place }: BoundaryProps, state: BoundaryState): BoundaryState | null {
    return place === state.place ? null : { place, broken: false };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <Page title="This page broke">
        <div role="alert">
          <Empty
            title="It could not be shown"
            actions={<Button onClick={() => window.location.reload()}>Load it again</Button>}
          >
            The fault is in this page or in its server, not in what you did. What runs goes on.
          </Empty>
        </div>
      </Page>
    );
  }
}
