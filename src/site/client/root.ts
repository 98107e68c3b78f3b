/** The address of the site's root folder, wherever it is hosted. */
export function siteRoot(): URL {
  const link = document.querySelector<HTMLLinkElement>('link[data-site-root]');
  return new URL('./', link?.href ?? document.baseURI);
}
