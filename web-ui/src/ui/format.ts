/** How figures and times are written, one way everywhere. */
const whole = new Intl.NumberFormat('en');
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export function count(value: number): string {
  return whole.format(value);
}

export function shortCount(value: number): string {
  return value < 100_000 ? whole.format(value) : compact.format(value);
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

export function bytes(value: number): string {
  let size = value;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${size < 10 && unit > 0 ? size.toFixed(1) : Math.round(size)} ${UNITS[unit]}`;
}

/** Per second, with as many digits as a reader can use. */
export function rate(value: number): string {
  if (value === 0) return '0';
  if (value < 10) return value.toFixed(1);
  return shortCount(Math.round(value));
}

export function percent(part: number, all: number): string {
  if (all === 0) return '–';
  const share = (100 * part) / all;
  return `${share > 0 && share < 10 ? share.toFixed(1) : Math.round(share)} %`;
}

export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

/** `PT1H10M` as `1 h 10 min`; anything else as it is. */
export function spelled(span: string): string {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(span);
  if (match === null) return span;
  const parts = ['d', 'h', 'min', 's'].flatMap((unit, index) =>
    match[index + 1] === undefined ? [] : `${match[index + 1]} ${unit}`,
  );
  return parts.length === 0 ? span : parts.join(' ');
}

export function ago(time: string | number | null | undefined, now = Date.now()): string {
  if (time === null || time === undefined) return 'never';
  const passed = now - new Date(time).getTime();
  return passed < 5000 ? 'just now' : `${duration(passed)} ago`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Local time of day with milliseconds; the date only where it is not today's. */
export function clock(ms: number, now = Date.now()): string {
  const time = new Date(ms);
  const day =
    time.toDateString() === new Date(now).toDateString()
      ? ''
      : `${time.getMonth() + 1}-${two(time.getDate())} `;
  return `${day}${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

export function fullTime(time: string | number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime())
    ? String(time)
    : date.toLocaleString('sv-SE', { timeZoneName: 'short' });
}
