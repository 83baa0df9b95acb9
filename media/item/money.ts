import { oneLine } from '../../src/shared/format';

/** The API's decimal string as an amount of US dollars. */
export function showMoney(amount: string): string {
  return /^\d+(\.\d+)?$/.test(amount) ? `$${amount}` : oneLine(amount, 40);
}
