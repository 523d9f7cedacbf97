import { type RefObject, useEffect, useRef } from 'react';
import { copyText } from '../../ui/CopyButton';
import { isPressing, isTyping } from '../../ui/keys';
import type { Selection } from './useSelection';

interface LiveActions {
  readonly toggle: () => void;
  readonly jump: () => void;
  readonly clear: () => void;
  readonly filter: RefObject<HTMLInputElement | null>;
  readonly selection: Selection;
}

function actionOf(
  event: KeyboardEvent,
  { toggle, jump, clear, filter, selection }: LiveActions,
): (() => void) | undefined {
  if (event.ctrlKey && event.key === 'l') return clear;
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  switch (event.key) {
    case ' ':
      return toggle;
    case 'j':
    case 'ArrowDown':
      return () => selection.move(1);
    case 'k':
    case 'ArrowUp':
      return () => selection.move(-1);
    case 'Enter':
      return selection.show;
    case 'Escape':
      return selection.close;
    case 'Home':
      return jump;
    case '/':
      return () => filter.current?.focus();
    case 'c':
      return () => void copyText(selection.record?.envelope.body.text ?? '');
    default:
      return undefined;
  }
}

export function useLiveKeys(actions: LiveActions): void {
  const current = useRef(actions);
  current.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || isPressing(event)) return;
      if (event.key === 'c' && current.current.selection.record === undefined) return;
      const action = actionOf(event, current.current);
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
