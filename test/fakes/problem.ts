/** Refusals in the API's envelope: https://docs.runflow.io/concepts/errors */

export interface Detail {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
}

/** Thrown by an endpoint, answered by the server. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly errors: readonly Detail[] | null = null,
  ) {
    super(message);
  }

  get body(): { code: string; message: string; errors: readonly Detail[] | null } {
    return { code: this.code, message: this.message, errors: this.errors };
  }
}

export function notFound(what: string): Problem {
  return new Problem(404, `${what.replaceAll(' ', '_').toUpperCase()}_NOT_FOUND`, `${what} not found`);
}

export function invalid(loc: Detail['loc'], msg: string): Problem {
  return new Problem(422, 'VALIDATION_ERROR', 'Request validation failed', [{ loc, msg }]);
}
