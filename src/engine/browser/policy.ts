/** What the page's Content-Security-Policy refused, and the Trusted Types policy that our own worker addresses need. */
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
const MOST_KEPT = 100;

/** Directives by the address that they refused. */
const refused = new Map<string, string>();
let watching = false;

/**
 * Remembers what the page's policy refuses from now on. Browsers give code that was refused no reason; they only tell
 * the page.
 */
export function watchPolicy(): void {
  if (watching || typeof globalThis.addEventListener !== 'function') return;
  watching = true;
  globalThis.addEventListener('securitypolicyviolation', (event) => {
    const { blockedURI, disposition, effectiveDirective } = event as SecurityPolicyViolationEvent;
    if (disposition !== 'enforce') return;
    if (refused.size >= MOST_KEPT) refused.clear();
    refused.set(blockedURI, effectiveDirective);
  });
}

/**
 * The directive that refused an address; of another origin browsers only tell the origin. Null when none is known to.
 */
export async function refusedBy(url: string): Promise<string | null> {
  // The page hears of a refusal in a task of its own, which may come after the failure.
  const breather = new EventLoopYield();
  await breather.yield();
  breather.close();
  const { href, origin } = new URL(url, globalThis.location?.href);
  return refused.get(href.split('#')[0]!) ?? refused.get(origin) ?? null;
}

/**
 * An address of our own as a Trusted Types page wants it; as it is where the page wants none, or does not allow the
 * policy.
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
