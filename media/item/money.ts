import { oneLine } from '../../src/shared/format';
import { showMoney } from '../../src/shared/money';

/** An amount of the API; what is none is shown as it came. */
export function moneyText(amount: string): string {
  return showMoney(amount) ?? oneLine(amount, 40);
}
