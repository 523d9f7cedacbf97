/** A minute of a figure that is told each second. Decoration: the figure itself stands beside it. */
export function Sparkline({
  values,
  width = 72,
  height = 18,
}: {
  values: readonly number[];
  width?: number;
  height?: number;
}) {
  const peak = Math.max(1, ...values);
  const stepX = width / 59;
  const start = width - (values.length - 1) * stepX;
  const points = values.map((value, index) => {
    const y = height - 1.5 - (value / peak) * (height - 3);
    return `${(start + index * stepX).toFixed(1)},${y.toFixed(1)}`;
  });
  if (points.length < 2) return <svg width={width} height={height} aria-hidden />;
  const area = `${start.toFixed(1)},${height} ${points.join(' ')} ${width},${height}`;
  return (
    <svg width={width} height={height} aria-hidden>
      <polygon points={area} fill="var(--accent-soft)" />
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="1.3"
        strokeLinejoin="round"
      />
    </svg>
  );
}
