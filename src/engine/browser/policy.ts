/**
 * Records what the page's Content-Security-Policy refuses, and makes the Trusted Types policy for our own worker URLs.
 */
import { EventLoopYield } from '../event-loop-yield';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}

const POLICY_NAME = 'pika-plot';
/** Two bundles on a page share the policy: a browser may refuse a second one of the same name. */
const SHARED = Symbol.for('pika-plot.trusted-types');
const MAX_KEPT = 100;

/** The violated directive, by the URL refused. */
const refused = new Map<string, string>();
let watching = false;

/**
 * Starts recording the page's policy violations. Browsers give the reason only in an event on the page, not to the code
 * that they refuse.
 */
export function watchPolicy(): void {
  if (watching || typeof globalThis.addEventListener !== 'function') return;
  watching = true;
  globalThis.addEventListener('securitypolicyviolation', (event) => {
    const { blockedURI, disposition, effectiveDirective } = event as SecurityPolicyViolationEvent;
    if (disposition !== 'enforce') return;
    if (refused.size >= MAX_KEPT) refused.clear();
    refused.set(blockedURI, effectiveDirective);
  });
}

/**
 * The directive that refused a URL; null if none is known. For other origins, browsers report only the origin, and for
 * blobs only `blob`.
 */
export async function refusedBy(url: string): Promise<string | null> {
  // The violation event arrives in a task of its own, possibly after the failure.
  const eventLoop = new EventLoopYield();
  await eventLoop.yield();
  eventLoop.close();
  const { href, origin } = new URL(url, globalThis.location?.href);
  return refused.get(url) ?? refused.get(href.split('#')[0]!) ?? refused.get(origin) ?? null;
}

/**
 * Wraps one of our own URLs for a page that requires Trusted Types. Returns it unchanged where the browser has none, or
 * the page does not allow the policy.
 */
export function trustedUrl(url: string): string {
  const page = globalThis as unknown as {
    trustedTypes?: TrustedTypes;
    [SHARED]?: ReturnType<TrustedTypes['createPolicy']>;
  };
  if (!page.trustedTypes) return url;
  try {
    page[SHARED] ??= page.trustedTypes.createPolicy(POLICY_NAME, { createScriptURL: (own) => own });
  } catch {
    return url;
  }
  return page[SHARED].createScriptURL(url) as string;
}
