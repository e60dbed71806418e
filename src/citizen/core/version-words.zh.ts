/** What is said while a new version of the app waits. */
export const words = { here: '有新版本。', take: '现在换上', waits: '发完就换上' }

export type VersionWords = typeof words
