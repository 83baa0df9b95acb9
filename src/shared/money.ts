/** Amounts are decimal strings of US dollars (https://docs.runflow.io/concepts/pricing), and floats would not add up. */
export interface Money {
  /** The amount is `units` / 10 ** `scale`. */
  readonly units: bigint;
  readonly scale: number;
}

const pattern = /^([+-]?)\$?(\d{0,40})(?:\.(\d{0,40}))?(?:e([+-]?\d{1,2}))?$/i;

/** Reads also what a decimal type may write, such as `0E-8`; undefined when it is no amount. */
export function parseMoney(text: string): Money | undefined {
  const match = pattern.exec(text.trim());
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const units = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale };
}

/** The exact sum as a decimal string. What is no amount is left out; undefined when nothing is left. */
export function sumMoney(amounts: Iterable<string | undefined>): string | undefined {
  let sum: Money | undefined;
  for (const amount of amounts) {
    const money = amount === undefined ? undefined : parseMoney(amount);
    if (money !== undefined) sum = sum === undefined ? money : add(sum, money);
  }
  return sum === undefined ? undefined : toDecimal(sum);
}

/** An equal part of an amount, exact to six digits beyond its own; undefined for no amount or no parts. */
export function shareOf(amount: string, parts: number): string | undefined {
  const money = parseMoney(amount);
  if (money === undefined || !Number.isSafeInteger(parts) || parts <= 0) return undefined;
  const scale = money.scale + 6;
  const doubled = (2n * rescale(money, scale)) / BigInt(parts);
  return toDecimal({ units: (doubled + (doubled < 0n ? -1n : 1n)) / 2n, scale });
}

function add(a: Money, b: Money): Money {
  const scale = Math.max(a.scale, b.scale);
  return { units: rescale(a, scale) + rescale(b, scale), scale };
}

/** Units at another scale, rounded half away from zero. */
function rescale({ units, scale }: Money, to: number): bigint {
  if (to >= scale) return units * 10n ** BigInt(to - scale);
  const divisor = 10n ** BigInt(scale - to);
  const half = units < 0n ? -divisor / 2n : divisor / 2n;
  return (units + half) / divisor;
}

function toDecimal({ units, scale }: Money): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale === 0 ? '' : `.${digits.slice(-scale)}`;
  return `${units < 0n ? '-' : ''}${whole}${fraction}`;
}

/**
 * For people: `12.3400` is "$12.34". Amounts below a dollar keep up to four digits, since single steps cost fractions
 * of a cent. Undefined when it is no amount.
 */
export function showMoney(amount: string | undefined): string | undefined {
  const money = amount === undefined ? undefined : parseMoney(amount);
  if (money === undefined) return undefined;
  const fine = rescale(money, 4);
  const sign = money.units < 0n ? '-' : '';
  if (fine === 0n && money.units !== 0n) return `${sign}<$0.0001`;
  const isSmall = fine > -10_000n && fine < 10_000n;
  const text = isSmall ? toDecimal({ units: fine, scale: 4 }) : toDecimal({ units: rescale(money, 2), scale: 2 });
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const cents = fraction.slice(0, 2) + fraction.slice(2).replace(/0+$/, '');
  return `${sign}$${whole.replace(/\B(?=(?:\d{3})+$)/g, ',')}.${cents}`;
}
