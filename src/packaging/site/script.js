// The pages are complete without it: it moves notes to the words they are about, copies, and finds rows.
'use strict';

function placeTip(link) {
  const tip = link.querySelector(':scope > .tip');
  if (!tip) return;
  const word = link.getBoundingClientRect();
  tip.style.bottom = 'auto';
  tip.style.left = '0px';
  tip.style.top = '0px';
  const size = tip.getBoundingClientRect();
  const below = word.bottom + 6 + size.height <= innerHeight;
  const left = Math.max(8, Math.min(word.left, innerWidth - size.width - 8));
  tip.style.left = left + 'px';
  tip.style.top = (below ? word.bottom + 6 : Math.max(8, word.top - size.height - 6)) + 'px';
}

function addCopyButton(box) {
  const code = box.querySelector('code');
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', 'Copy: ' + box.querySelector('pre').getAttribute('aria-label'));
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = 'Selected';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });
  box.append(button);
}

function addFilter(table) {
  const label = document.createElement('label');
  label.className = 'filter';
  label.textContent = table.dataset.filter;
  const input = document.createElement('input');
  input.type = 'search';
  label.append(input);
  input.addEventListener('input', () => {
    const words = input.value.toLowerCase().split(/\s+/);
    for (const row of table.tBodies[0].rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
  });
  table.parentElement.before(label);
}

for (const link of document.querySelectorAll('pre a')) {
  link.addEventListener('mouseenter', () => placeTip(link));
  link.addEventListener('focus', () => placeTip(link));
}
for (const box of document.querySelectorAll('.copyable')) addCopyButton(box);
for (const table of document.querySelectorAll('table[data-filter]')) addFilter(table);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && document.activeElement.matches('pre a')) document.activeElement.blur();
});
