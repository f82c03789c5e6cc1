/** Every text of the page, whatever component shows it, and however it comes there. */
import './patience.ts';
import { expect, it, vi } from 'vitest';
import { keepTextVisible } from '../../src-renderer/state/visible-page.ts';

const hostile = 'a\u202Eb\u200Bc\u001B[31m';
const seen = 'a\uFFFDb\uFFFDc\uFFFD[31m';

it('shows what hides in it, in texts and attributes that are added or changed, and in the title', async () => {
  keepTextVisible(document);
  const added = document.createElement('p');
  added.innerHTML = '<b title="x">y</b>';
  document.body.append(added);
  const inner = added.querySelector('b');
  const late = document.createTextNode(hostile);
  added.append(late);
  const whole = document.createElement('div');
  whole.append(Object.assign(document.createElement('span'), { textContent: hostile, title: hostile }));
  document.body.append(whole);
  if (inner?.firstChild) inner.firstChild.nodeValue = hostile;
  inner?.setAttribute('title', hostile);
  document.title = hostile;
  await vi.waitFor(() => {
    expect([inner?.textContent, inner?.title, late.data, whole.textContent, whole.querySelector('span')?.title, document.title]).toEqual(
      Array.from({ length: 6 }, () => seen),
    );
  });
});
