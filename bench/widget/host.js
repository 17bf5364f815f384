// What a page of its kind does while it loads: it fills a list.
const programs = ['Outlook', 'Thunderbird', 'Apple Mail', 'Gmail on Android', 'iPhone and iPad', 'eM Client'];
document.querySelector('#programs').replaceChildren(
  ...programs.map((name) => {
    const item = document.createElement('li');
    item.textContent = name;
    return item;
  }),
);
