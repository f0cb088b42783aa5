const choose = () => {
  const sure = document.querySelector('#sure').checked;
  const sets = new Set([...document.querySelectorAll('[name=set]:checked')].map((box) => box.value));
  for (const section of document.querySelectorAll('section')) {
    let shown = 0;
    for (const article of section.querySelectorAll('article')) {
      const show = sets.has(article.dataset.set) && (!sure || article.dataset.sure === '1');
      article.classList.toggle('hidden', !show);
      shown += show;
    }
    section.classList.toggle('hidden', shown === 0);
    section.querySelector('h2 span').textContent = shown;
  }
};
document.querySelector('.filters').addEventListener('change', choose);
const dialog = document.querySelector('dialog');
document.addEventListener('click', (event) => {
  const crop = event.target.closest('.crop');
  if (dialog.open) dialog.close();
  else if (crop) {
    const sheet = crop.querySelector('.sheet').cloneNode(true);
    sheet.removeAttribute('style');
    dialog.replaceChildren(sheet);
    dialog.showModal();
    sheet.querySelector('.box')?.scrollIntoView({ block: 'center' });
  }
});
