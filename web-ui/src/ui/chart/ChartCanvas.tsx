import { useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { summaryOf } from '../../protocol/chart/values';
import type { ChartView } from '../../protocol/chart/view';
import { ProblemNotice } from '../States';
import styles from './Chart.module.css';
import { paletteOf } from './options';
import type { Painter } from './painter';

/** The picture. What it shows is told beside it in words, and as a table. */
export function ChartCanvas({ view }: { view: ChartView }) {
  const element = useRef<HTMLDivElement | null>(null);
  const [painter, setPainter] = useState<Painter>();
  const [broken, setBroken] = useState<unknown>(null);
  const scheme = useComputedColorScheme('light');
  const still = useReducedMotion();
  useEffect(() => {
    let made: Painter | undefined;
    let gone = false;
    import('./painter')
      .then((module) => {
        if (gone || element.current === null) return;
        made = new module.Painter(element.current);
        setPainter(made);
      })
      .catch((error: unknown) => setBroken(error));
    return () => {
      gone = true;
      made?.dispose();
      setPainter(undefined);
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read anew when the scheme changes
  useEffect(() => {
    if (painter !== undefined && element.current !== null)
      painter.paint(view, paletteOf(element.current), still);
  }, [painter, view, still, scheme]);
  if (broken !== null) return <ProblemNotice error={broken} />;
  return (
    <div
      ref={element}
      className={styles.canvas}
      role="img"
      aria-label={summaryOf(view)}
      data-testid="chart"
    />
  );
}
