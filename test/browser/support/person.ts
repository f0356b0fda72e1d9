import type { Locator, Page } from 'playwright-core';

/** Somebody at the page, whose clicks are counted: what is chosen from a list is one. */
export class Person {
  clicks = 0;
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async click(what: Locator): Promise<void> {
    this.clicks += 1;
    await what.click();
  }

  press(name: string): Promise<void> {
    return this.click(this.page.getByRole('button', { name, exact: true }));
  }

  goTo(screen: string): Promise<void> {
    return this.click(this.page.getByRole('navigation').getByRole('link', { name: screen, exact: true }));
  }

  async select(label: string, option: string): Promise<void> {
    this.clicks += 1;
    await this.page.getByLabel(label, { exact: true }).selectOption(option);
  }

  /** What is typed needs a click into its field. */
  async type(label: string, text: string): Promise<void> {
    this.clicks += 1;
    await this.page.getByLabel(label, { exact: true }).fill(text);
  }

  copied(): Promise<string> {
    return this.page.evaluate('navigator.clipboard.readText()') as Promise<string>;
  }
}
