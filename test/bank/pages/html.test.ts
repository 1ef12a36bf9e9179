import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from '../../../src/bank/pages/html.ts';

describe('html', () => {
  it('escapes what is put in, and leaves html as it is', () => {
    const name = '<script>alert("x" & \'y\')</script>';
    expect(html`<p title="${name}">${html`<b>${name}</b>`}</p>`.toString()).toBe(
      '<p title="&lt;script&gt;alert(&quot;x&quot; &amp; &#39;y&#39;)&lt;/script&gt;"><b>&lt;script&gt;alert(&quot;x&quot; &amp; &#39;y&#39;)&lt;/script&gt;</b></p>',
    );
  });

  it('renders nothing for what is absent, and lists one after the other', () => {
    expect(html`<i>${null}${undefined}${false}${0}${['a', html`<b></b>`, null]}</i>`.toString()).toBe(
      '<i>0a<b></b></i>',
    );
  });

  it('never lets text become markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const rendered = html`<p title="${text}">${text}</p>`.toString();
        expect(rendered.replace(/^<p title="|<\/p>$/g, '').replace('">', '')).not.toMatch(/[<>"']/);
      }),
    );
  });
});
