/**
 * How a kernel function gives up in the midst of a service: it raises a status, which the system-call dispatcher hands to
 * the caller. This is the kernel's own structured exception; it never leaves the kernel.
 */

/** A status that ends the service that is being done. */
export class StatusRaised extends Error {
  override name = 'StatusRaised';
  readonly status: number;
  constructor(status: number) {
    super(`status ${(status >>> 0).toString(16)}`);
    this.status = status >>> 0;
  }
}

/** Ends the current service with `status`. */
export function raiseStatus(status: number): never {
  throw new StatusRaised(status);
}
