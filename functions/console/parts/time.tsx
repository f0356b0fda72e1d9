const pad = (number: number, digits = 2): string => String(number).padStart(digits, '0');
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function parts(date: Date) {
  return {
    utc: `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`,
    utcDay: `${date.getUTCDate()} ${months[date.getUTCMonth()]}`,
    local: `${pad(date.getHours())}:${pad(date.getMinutes())}`,
    sameDay: date.getUTCDate() === date.getDate(),
    localDay: `${date.getDate()} ${months[date.getMonth()]}`,
  };
}

/** Minutes east of UTC, as `UTC+01:00`. */
function zoneOf(date: Date): string {
  const east = -date.getTimezoneOffset();
  const minutes = Math.abs(east);
  return `UTC${east < 0 ? '−' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

interface Props {
  at: string;
  /** Whether the year stands there too. */
  full?: boolean;
}

/** An instant in UTC, with the local time beside it. */
export function Time({ at, full = false }: Props) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span>{at}</span>;
  const { utc, utcDay, local, sameDay, localDay } = parts(date);
  return (
    <time class="time" dateTime={at} title={`${at} (UTC); ${date.toString()}`}>
      <span>
        {full ? `${at.slice(0, 10)} ${at.slice(11, 23).replace(/\.000$/, '')} UTC` : `${utcDay} ${utc}`}
      </span>
      <small>
        {sameDay ? '' : `${localDay} `}
        {local} {full ? `here (${zoneOf(date)})` : 'here'}
      </small>
    </time>
  );
}
