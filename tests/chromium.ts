/** Finds the browser of the machine: the journeys download none. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The shell without windows comes first: the same engine at half the work. */
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Where Chromium or Chrome usually lies on a Mac or on Windows, where it is on no PATH. */
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe'
]

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The path of a Chromium or Chrome; `CHROMIUM` in the environment goes before what is on PATH. */
export const findChromium = (): string | undefined => {
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
  const named = process.env['CHROMIUM']
  return [...(named ? [named] : []), ...onPath, ...usualPlaces].find(isExecutable)
}

export const howToInstallChromium =
  'The journeys need Chromium and a Chinese font: install Chromium or Google Chrome ' +
  '(Debian: apt-get install chromium-headless-shell fonts-noto-cjk), or name one in CHROMIUM.'
