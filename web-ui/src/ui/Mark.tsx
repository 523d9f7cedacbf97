/** The mark: a gate between two posts, raised above the water that flows through. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" role="img" aria-label="Sluice">
      <rect width="32" height="32" rx="7" fill="#0f766e" />
      <path d="M7 5.5v21M25 5.5v21" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M7 9.5h18" stroke="#fff" strokeWidth="2.6" />
      <path
        d="M11.5 16.5c1.5-1.6 3-1.6 4.5 0s3 1.6 4.5 0M11.5 22.5c1.5-1.6 3-1.6 4.5 0s3 1.6 4.5 0"
        fill="none"
        stroke="#99f6e4"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
    </svg>
  );
}
