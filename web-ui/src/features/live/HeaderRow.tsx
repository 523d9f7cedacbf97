import type { PointerEvent } from 'react';
import type { Column } from './columns';
import styles from './Live.module.css';

const NARROWEST_PX = 40;

interface HeaderRowProps {
  readonly columns: readonly Column[];
  readonly template: string;
  readonly onResize: (id: string, width: number) => void;
}

export function HeaderRow({ columns, template, onResize }: HeaderRowProps) {
  return (
    <div className={styles.header} role="row" tabIndex={-1} style={{ gridTemplateColumns: template }}>
      {columns.map(({ id, title, right, width }) => (
        <div
          key={id}
          role="columnheader"
          tabIndex={-1}
          className={`${styles.heading} ${right ? styles.right : ''}`}
          title={title}
        >
          <span className="cut">{title}</span>
          <span
            className={styles.grip}
            aria-hidden
            onPointerDown={(event) => dragWidth(event, width, (to) => onResize(id, to))}
          />
        </div>
      ))}
    </div>
  );
}

/** Follows the pointer until it is let go; the element keeps the pointer, so nothing is heard twice. */
export function dragWidth(
  event: PointerEvent<HTMLElement>,
  width: number,
  resize: (width: number) => void,
  direction: 1 | -1 = 1,
): void {
  event.preventDefault();
  const grip = event.currentTarget;
  const start = event.clientX;
  grip.setPointerCapture(event.pointerId);
  const onMove = (move: globalThis.PointerEvent) =>
    resize(Math.max(NARROWEST_PX, width + direction * (move.clientX - start)));
  const onUp = () => {
    grip.removeEventListener('pointermove', onMove);
    grip.removeEventListener('pointerup', onUp);
    grip.removeEventListener('pointercancel', onUp);
  };
  grip.addEventListener('pointermove', onMove);
  grip.addEventListener('pointerup', onUp);
  grip.addEventListener('pointercancel', onUp);
}
