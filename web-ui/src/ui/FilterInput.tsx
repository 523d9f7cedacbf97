import { IconFilter } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, type RefObject, useId, useRef, useState } from 'react';
import { completionAt, type FilterError, segmentsOf } from '../protocol/filter';
import styles from './FilterInput.module.css';

interface FilterInputProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onSubmit?: () => void;
  readonly errors: readonly FilterError[];
  /** Paths to complete with. */
  readonly fields: readonly string[];
  readonly label: string;
  readonly placeholder?: string;
  readonly hint?: ReactNode;
  readonly end?: ReactNode;
  readonly inputRef?: RefObject<HTMLInputElement | null>;
}

/** Left of the first character: border, sign and padding. The caret line is aligned by it. */
const TEXT_START_PX = 34;

/**
 * One line of the filter language. A fault is underlined under its very characters, and pointed at from below; Tab takes
 * the first completion, Enter applies.
 */
export function FilterInput(props: FilterInputProps) {
  const { value, onChange, onSubmit, errors, fields, label, placeholder, hint, end, inputRef } = props;
  const own = useRef<HTMLInputElement>(null);
  const input = inputRef ?? own;
  const listId = useId();
  const [caret, setCaret] = useState(value.length);
  const [scroll, setScroll] = useState(0);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const completion = open ? completionAt(value, Math.min(caret, value.length), fields) : undefined;
  const options = completion?.options ?? [];
  // A word that is being completed is not wrong yet, only not finished.
  const faults = options.length > 0 ? [] : errors;

  const accept = (option: string | undefined) => {
    if (completion === undefined || option === undefined) return;
    const next = `${value.slice(0, completion.start)}${option}${value.slice(completion.end)}`;
    const place = completion.start + option.length;
    onChange(next);
    setOpen(false);
    setActive(-1);
    requestAnimationFrame(() => input.current?.setSelectionRange(place, place));
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const choosing = options.length > 0;
    if (event.key === 'Enter') {
      event.preventDefault();
      if (choosing && active >= 0) accept(options[active]);
      else {
        setOpen(false);
        onSubmit?.();
      }
    } else if (event.key === 'Tab' && choosing && !event.shiftKey) {
      event.preventDefault();
      accept(options[Math.max(active, 0)]);
    } else if (event.key === 'ArrowDown' && choosing) {
      event.preventDefault();
      setActive((active + 1) % options.length);
    } else if (event.key === 'ArrowUp' && choosing) {
      event.preventDefault();
      setActive((active - 1 + options.length) % options.length);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      if (choosing) setOpen(false);
      else input.current?.blur();
    }
  };

  return (
    <div className={styles.wrap}>
      <div className={styles.box} data-faulty={faults.length > 0}>
        <IconFilter size={15} className={styles.lead} aria-hidden />
        <div className={styles.field}>
          <div className={styles.mirror} style={{ transform: `translateX(${-scroll}px)` }} aria-hidden>
            {segmentsOf(value, faults).map((segment, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no identity but their place
              <span key={index} className={segment.faulty ? styles.fault : undefined}>
                {segment.text}
              </span>
            ))}
          </div>
          <input
            ref={input}
            className={styles.input}
            role="combobox"
            aria-label={label}
            aria-expanded={options.length > 0}
            aria-controls={listId}
            aria-invalid={faults.length > 0}
            {...(active >= 0 ? { 'aria-activedescendant': `${listId}-${active}` } : {})}
            data-testid="filter-box"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            placeholder={placeholder}
            value={value}
            onChange={(event) => {
              onChange(event.currentTarget.value);
              setCaret(event.currentTarget.selectionStart ?? 0);
              setOpen(true);
              setActive(-1);
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
            onScroll={(event) => setScroll(event.currentTarget.scrollLeft)}
            onBlur={() => setOpen(false)}
            onKeyDown={onKeyDown}
          />
        </div>
        {end}
      </div>
      <FaultLine errors={faults} scroll={scroll} hint={hint} />
      <div
        id={listId}
        role="listbox"
        aria-label="Completions"
        hidden={options.length === 0}
        className={styles.options}
        style={{ left: `calc(${TEXT_START_PX - scroll}px + ${completion?.start ?? 0} * 7.5px)` }}
      >
        {options.map((option, index) => (
          <div
            key={option}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={`${styles.option} mono cut`}
            onMouseDown={(event) => {
              event.preventDefault();
              accept(option);
            }}
          >
            {option}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Below the box: carets under the faulty characters and the server's words beside them, or else the hint. */
function FaultLine({
  errors,
  scroll,
  hint,
}: {
  errors: readonly FilterError[];
  scroll: number;
  hint: ReactNode;
}) {
  const [first, ...others] = errors;
  if (first === undefined) return <div className={styles.line}>{hint}</div>;
  const carets = '^'.repeat(Math.max(1, Math.min(first.length, 40)));
  return (
    <div
      className={`${styles.line} ${styles.error}`}
      role="alert"
      data-testid="filter-error"
      data-position={first.position}
      title={first.message}
    >
      <span style={{ display: 'inline-block', transform: `translateX(${TEXT_START_PX - scroll}px)` }}>
        {`${' '.repeat(first.position)}${carets} `}
        <span className={styles.message}>
          {first.message}
          {others.length > 0 ? ` (and ${others.length} more)` : ''}
        </span>
      </span>
    </div>
  );
}
