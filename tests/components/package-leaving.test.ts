/** @vitest-environment happy-dom */
/** A packaged page that is left ends its session; one that is turned to the other language goes on with it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { watchLeaving } from '../../components/packages/leaving.ts';

let said: string[] = [];
let stop = () => {};
const host = {
  restore: async () => undefined,
  save: () => undefined,
  submit: () => undefined,
  flush: () => void said.push('flush'),
  leave: () => void said.push('leave'),
};

beforeEach(() => {
  said = [];
  document.body.innerHTML = '<a href="#other" data-turn lang="zh-CN"><b>other</b></a><p>text</p>';
  stop = watchLeaving(host, { isTurning: false });
});
afterEach(() => stop());

const click = (place: string, more: MouseEventInit = {}) =>
  document.querySelector(place)?.dispatchEvent(new MouseEvent('click', { bubbles: true, button: 0, ...more }));
const hide = () => void window.dispatchEvent(new Event('pagehide'));

test('a page that is turned is not left', () => {
  click('b');
  hide();
  expect(said).toEqual(['flush']);
});

test.each([{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { altKey: true }])(
  'a click with %o opens the other language elsewhere: this page is left later',
  (more) => {
    click('a', more);
    hide();
    expect(said).toEqual(['leave']);
  },
);

test('a click elsewhere turns nothing', () => {
  click('p');
  hide();
  expect(said).toEqual(['leave']);
});
