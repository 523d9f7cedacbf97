/**
 * The word by which the page's policy knows styles that are made while the application runs. It is the page's own: the gateway makes a
 * new one for each. Empty where no gateway served the page (development).
 */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
