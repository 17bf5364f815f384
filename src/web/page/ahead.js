import { ownStorage } from './ownStorage.js';
import { ticketFrom } from './tickets.js';

// Stands in the page itself, before the style sheet, for which it would have to wait: where no talk is kept in this browser, the token for a new one is asked for while the
// page's scripts are still on their way.
if (ownStorage()?.read() === null) {
  window.ticketAhead = ticketFrom(document.currentScript?.dataset.tokens ?? '');
  // Whoever takes it hears of the failure.
  window.ticketAhead.catch(() => {});
}

// Web Chat's preload may end before there is anybody who waits for it; such events are seen here on their way down.
for (const end of ['load', 'error'])
  document.addEventListener(
    end,
    ({ target }) => {
      if (target instanceof HTMLLinkElement) target.dataset.ended = end;
    },
    true,
  );
