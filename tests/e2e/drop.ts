/** Drops files on the window, as Explorer does. */
import type { Page } from '@playwright/test';

export async function drop(page: Page, paths: readonly string[]): Promise<void> {
  const input = await page.evaluateHandle(() => {
    const element = document.createElement('input');
    element.type = 'file';
    element.multiple = true;
    return element;
  });
  await input.asElement().setInputFiles([...paths]);
  const transfer = await page.evaluateHandle((element) => {
    const data = new DataTransfer();
    for (const file of element.files ?? []) data.items.add(file);
    return data;
  }, input);
  await page.getByTestId('drop').dispatchEvent('drop', { dataTransfer: transfer });
}
