interface Props {
  label: string;
  used: number;
  most: number;
}

/** How much of a limit is used up. */
export function Gauge({ label, used, most }: Props) {
  const share = Math.min(1, most === 0 ? 0 : used / most);
  const state = share >= 1 ? 'full' : share > 0.8 ? 'high' : 'fine';
  return (
    <div class="gauge">
      <span>{label}</span>
      <svg
        viewBox="0 0 100 8"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}: ${used} of ${most} used`}
      >
        <rect class="track" width="100" height="8" />
        <rect class={state} width={share * 100} height="8" />
      </svg>
      <strong>
        {used} of {most}
      </strong>
    </div>
  );
}
