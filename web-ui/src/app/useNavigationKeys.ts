import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { isTyping } from '../ui/keys';

const PLACES: Readonly<Record<string, string>> = {
  c: '/catalog',
  l: '/live',
  s: '/streams',
  d: '/landings',
  n: '/alerts',
  t: '/topics',
  e: '/sessions',
  x: '/cleanup',
  r: '/access',
  u: '/audit',
  a: '/account',
};

const PAUSE_MS = 1200;

/** `g` and a letter goes somewhere; `?` tells all that there is. */
export function useNavigationKeys(onHelp: () => void): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    let wentAt = 0;
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      const place = PLACES[event.key];
      if (event.key === '?') onHelp();
      else if (event.key === 'g') wentAt = event.timeStamp;
      else if (place !== undefined && wentAt > 0 && event.timeStamp - wentAt < PAUSE_MS) {
        wentAt = 0;
        event.preventDefault();
        event.stopImmediatePropagation();
        navigate(place);
      }
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [navigate, onHelp]);
}
