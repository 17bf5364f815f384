/**
 * Marks the choices with `data-before` and `data-after` where some are hidden before or after those that are seen; the
 * style sheet has them fade out, as a list that ends between two choices looks complete.
 *
 * @param {HTMLElement} chat the part of the page with both views
 */
export function hintAtMoreChoices(chat) {
  let isPlanned = false;
  new MutationObserver(plan).observe(chat, { subtree: true, childList: true, characterData: true });
  addEventListener('resize', plan);
  // Scrolling is heard on its way down only.
  chat.addEventListener('scroll', plan, true);

  function plan() {
    if (isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(look);
  }

  function look() {
    isPlanned = false;
    for (const list of chat.querySelectorAll('#early-choices, .webchat__suggested-actions')) {
      const { scrollTop, scrollHeight, clientHeight, scrollLeft, scrollWidth, clientWidth } = list;
      const before = scrollTop + Math.abs(scrollLeft);
      const hidden = scrollHeight - clientHeight + scrollWidth - clientWidth;
      list.toggleAttribute('data-before', before > 1);
      list.toggleAttribute('data-after', hidden - before > 1);
    }
  }
}
