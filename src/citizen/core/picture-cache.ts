/** The pictures of saved articles in the browser's Cache Storage: written by the library, read by the service worker. */
export const pictureCache = 'wenzheng-pictures'
