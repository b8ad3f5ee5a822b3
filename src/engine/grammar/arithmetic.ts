import type { SqlToken } from '../sql/sql-tokens';

/** Numbers and operands, computed in doubles. The database and the host round alike, as IEEE 754 defines each step. */
export type Arithmetic =
  | { readonly kind: 'number'; readonly value: number }
  /** The nth operand. */
  | { readonly kind: 'operand'; readonly nth: number }
  | { readonly kind: 'negative'; readonly of: Arithmetic }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: Arithmetic; readonly right: Arithmetic };

export type Operator = '+' | '-' | '*' | '/';

/** A token, or the number of the operand in its place. */
export type ArithmeticToken = SqlToken | number;

const BINDS: Readonly<Record<Operator, number>> = { '+': 1, '-': 1, '*': 2, '/': 2 };

/** Parses `+ - * /`, parentheses, numbers and operands; null for anything else. */
export function parseArithmetic(tokens: readonly ArithmeticToken[]): Arithmetic | null {
  let next = 0;
  const symbolAt = (i: number): string | null => {
    const token = tokens[i];
    return typeof token === 'object' && token.kind === 'symbol' ? token.text : null;
  };
  const operatorAt = (i: number): Operator | null => {
    const symbol = symbolAt(i);
    // `//` divides whole numbers.
    const isDouble = symbolAt(i + 1) === '/' && symbol === '/';
    return symbol !== null && Object.hasOwn(BINDS, symbol) && !isDouble ? (symbol as Operator) : null;
  };
  const operand = (): Arithmetic | null => {
    const symbol = symbolAt(next);
    if (symbol === '-' || symbol === '+') {
      next++;
      const of = operand();
      return of && symbol === '-' ? { kind: 'negative', of } : of;
    }
    const token = tokens[next++];
    if (typeof token === 'number') return { kind: 'operand', nth: token };
    if (token?.kind === 'number') {
      const value = Number(token.text.replaceAll('_', ''));
      return Number.isFinite(value) ? { kind: 'number', value } : null;
    }
    if (symbol !== '(') return null;
    const inside = operation(0);
    return symbolAt(next++) === ')' ? inside : null;
  };
  const operation = (least: number): Arithmetic | null => {
    let left = operand();
    for (let operator = operatorAt(next); left && operator && BINDS[operator] > least; operator = operatorAt(next)) {
      next++;
      const right = operation(BINDS[operator]);
      left = right && { kind: 'operation', operator, left, right };
    }
    return left;
  };
  const whole = operation(0);
  return next === tokens.length ? whole : null;
}

/** As SQL of doubles. Division by zero is NULL. */
export function arithmeticSql(arithmetic: Arithmetic, operands: readonly string[]): string {
  const sql = (part: Arithmetic): string => arithmeticSql(part, operands);
  switch (arithmetic.kind) {
    case 'number':
      return `CAST(${arithmetic.value} AS DOUBLE)`;
    case 'operand':
      return `CAST(${operands[arithmetic.nth]!} AS DOUBLE)`;
    case 'negative':
      return `(- ${sql(arithmetic.of)})`;
    case 'operation': {
      const [left, right] = [sql(arithmetic.left), sql(arithmetic.right)];
      const divisor = arithmetic.operator === '/' ? `nullif(${right}, 0)` : right;
      return `(${left} ${arithmetic.operator} ${divisor})`;
    }
  }
}

/** Computes one value for each place of the operands, which have the same length. NaN is NULL. */
export function computeArithmetic(
  arithmetic: Arithmetic,
  operands: readonly Float64Array[],
): Float64Array<ArrayBuffer> {
  // As columns do, it has no negative zero.
  return Float64Array.from(operands[0] ?? [], (_, i) => valueAt(arithmetic, operands, i) + 0);
}

function valueAt(arithmetic: Arithmetic, operands: readonly Float64Array[], i: number): number {
  switch (arithmetic.kind) {
    case 'number':
      return arithmetic.value;
    case 'operand':
      return operands[arithmetic.nth]![i]!;
    case 'negative':
      return -valueAt(arithmetic.of, operands, i);
    case 'operation': {
      const left = valueAt(arithmetic.left, operands, i);
      const right = valueAt(arithmetic.right, operands, i);
      switch (arithmetic.operator) {
        case '+':
          return left + right;
        case '-':
          return left - right;
        case '*':
          return left * right;
        case '/':
          return right === 0 ? NaN : left / right;
      }
    }
  }
}

/** Whether it is a whole number wherever its operands are. */
export function isWhole(arithmetic: Arithmetic, operands: readonly boolean[]): boolean {
  switch (arithmetic.kind) {
    case 'number':
      return Number.isInteger(arithmetic.value);
    case 'operand':
      return operands[arithmetic.nth]!;
    case 'negative':
      return isWhole(arithmetic.of, operands);
    case 'operation':
      return arithmetic.operator !== '/' && isWhole(arithmetic.left, operands) && isWhole(arithmetic.right, operands);
  }
}

/** The weight of each operand, if the arithmetic is a weighted sum of all of them; null for anything else. */
export function weightsOf(arithmetic: Arithmetic, operands: number): readonly number[] | null {
  const weigh = (part: Arithmetic, by: number): readonly (readonly [nth: number, weight: number])[] | null => {
    switch (part.kind) {
      case 'number':
        return null;
      case 'operand':
        return [[part.nth, by]];
      case 'negative':
        return weigh(part.of, -by);
      case 'operation': {
        const { operator, left, right } = part;
        if (operator === '*' && left.kind === 'number') return weigh(right, by * left.value);
        if (operator === '*') return right.kind === 'number' ? weigh(left, by * right.value) : null;
        if (operator === '/') return right.kind === 'number' ? weigh(left, by / right.value) : null;
        const [first, second] = [weigh(left, by), weigh(right, operator === '-' ? -by : by)];
        return first && second && [...first, ...second];
      }
    }
  };
  const weighed = weigh(arithmetic, 1);
  if (!weighed) return null;
  const weights = Array.from({ length: operands }, () => 0);
  for (const [nth, weight] of weighed) weights[nth]! += weight;
  return weights;
}
