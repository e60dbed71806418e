/** The tab's title: what one looks at, then where. */
export function setPageTitle(title: string): void {
  document.title = `${title} - 问政工作台`
}
