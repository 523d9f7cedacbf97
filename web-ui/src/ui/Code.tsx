import styles from './Code.module.css';

/** A text that is to be copied, as it stands. What scrolls must be reached by keys. */
export function Code({ text, label, testId }: { text: string; label: string; testId?: string }) {
  return (
    <section
      className={styles.code}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
      tabIndex={0}
    >
      <pre className={styles.text} data-testid={testId}>
        {text}
      </pre>
    </section>
  );
}
