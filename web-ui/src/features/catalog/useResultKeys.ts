import { useEffect } from 'react';
import { isTyping } from '../../ui/keys';

/** `j` and `k` go from result to result; what has the focus is an ordinary link, so Enter opens it. */
export function useResultKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const by = { j: 1, k: -1 }[event.key];
      if (by === undefined || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      const links = [...document.querySelectorAll<HTMLElement>('[data-result]')];
      const here = links.indexOf(document.activeElement as HTMLElement);
      const next = links[here < 0 ? 0 : here + by];
      if (next === undefined) return;
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: 'nearest' });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
