/** The one function of js-yaml that is used here: the package brings no types of its own. */
declare module 'js-yaml' {
  /** Reads YAML into plain data; throws an Error that names the line. */
  export function load(text: string): unknown;
}
