import { useEffect, useReducer } from 'react';

/** "in 12 s", counting down; "now" when the time has come. */
export function Countdown({ until }: { until: number }) {
  const [, tick] = useReducer((ticks: number) => ticks + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil((until - Date.now()) / 1000);
  return <span className="num">{seconds > 0 ? `in ${seconds} s` : 'now'}</span>;
}
