import assert from 'node:assert/strict';
import { parseMoney, showMoney, sumMoney } from '../../../src/shared/money';

describe('money: sums', () => {
  it('are exact where floats are not', () => {
    assert.equal(sumMoney(['0.1', '0.2']), '0.3');
    assert.equal(sumMoney(Array.from({ length: 1000 }, () => '0.0001')), '0.1000');
    assert.equal(sumMoney(['9007199254740993', '0.01']), '9007199254740993.01');
  });

  it('keep the finest scale, also below zero', () => {
    assert.equal(sumMoney(['1', '-0.005']), '0.995');
    assert.equal(sumMoney(['-0.5', '0.25']), '-0.25');
    assert.equal(sumMoney(['1', '-1.00']), '0.00');
  });

  it('leave out what is no amount, and are none when nothing is left', () => {
    assert.equal(sumMoney(['0.55', undefined, '<string>', '0.55']), '1.10');
    assert.equal(sumMoney([undefined, '']), undefined);
    assert.equal(sumMoney([]), undefined);
  });
});

describe('money: reading', () => {
  it('takes what decimal types write', () => {
    assert.deepEqual(parseMoney(' +12.50 '), { units: 1250n, scale: 2 });
    assert.deepEqual(parseMoney('.5'), { units: 5n, scale: 1 });
    assert.deepEqual(parseMoney('5.'), { units: 5n, scale: 0 });
    assert.deepEqual(parseMoney('0E-8'), { units: 0n, scale: 8 });
    assert.deepEqual(parseMoney('1.5e3'), { units: 1500n, scale: 0 });
    assert.deepEqual(parseMoney('000.10'), { units: 10n, scale: 2 });
  });

  it('refuses the rest', () => {
    for (const text of ['', '.', '-', '+.', 'NaN', 'Infinity', '1,5', '1.2.3', '1e999', '0x10', '9'.repeat(60)]) {
      assert.equal(parseMoney(text), undefined, text);
    }
  });
});

describe('money: showing', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['12.3400', '$12.34'],
    ['0', '$0.00'],
    ['0.55', '$0.55'],
    ['0.0550', '$0.055'],
    ['0.0005', '$0.0005'],
    ['0.00004', '<$0.0001'],
    ['-0.00001', '-<$0.0001'],
    ['0.99999', '$1.00'],
    ['12.3456', '$12.35'],
    ['2.005', '$2.01'],
    ['-1.2', '-$1.20'],
    ['1234567.5', '$1,234,567.50'],
    ['100', '$100.00'],
  ];
  for (const [amount, shown] of cases) {
    it(`${amount} is ${shown}`, () => {
      assert.equal(showMoney(amount), shown);
    });
  }

  it('what is no amount is not shown', () => {
    assert.equal(showMoney('free'), undefined);
    assert.equal(showMoney(undefined), undefined);
  });
});
