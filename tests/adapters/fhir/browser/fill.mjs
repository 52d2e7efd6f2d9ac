// Fills in Questionnaires with LHC-Forms in headless Chromium, as a person does, and tells what is shown.
// Standard input: {"packages", "chromium", "profile", "forms": [{"questionnaire", "fills": [[{"link", "type"|"click"}]], "read": []}]}
// Standard output: for each form, for each fill, what each of `read` shows, and the response that LHC-Forms makes.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createRequire } from 'node:module';

const given = JSON.parse(fs.readFileSync(0, 'utf8'));
const { chromium } = createRequire(path.join(given.packages, 'node_modules', 'x.js'))('playwright-core');
const root = path.join(given.packages, 'node_modules', 'lforms', 'dist', 'lforms');
const page_text = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/webcomponent/styles.css"><div id="form"></div>
<script src="/webcomponent/assets/lib/zone.min.js"></script><script src="/webcomponent/lhc-forms.js"></script>
<script src="/fhir/R4/lformsFHIR.min.js"></script>`;
const kinds = { '.js': 'text/javascript', '.css': 'text/css' };

const server = http.createServer((request, response) => {
  const asked = decodeURIComponent(new URL(request.url, 'http://127.0.0.1').pathname);
  if (asked === '/') return response.setHeader('content-type', 'text/html').end(page_text);
  const file = path.join(root, asked);
  if (!file.startsWith(root + path.sep) || !fs.existsSync(file)) return response.writeHead(404).end();
  response.setHeader('content-type', kinds[path.extname(file)] ?? 'application/octet-stream');
  return fs.createReadStream(file).pipe(response);
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));

const context = await chromium.launchPersistentContext(given.profile, {
  executablePath: given.chromium,
  headless: true,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const page = await context.newPage();
const outside = [];
page.on('request', (request) => request.url().startsWith('http://127.0.0.1') || request.url().startsWith('data:') || outside.push(request.url()));
await page.goto(`http://127.0.0.1:${server.address().port}/`);
await page.waitForFunction(() => window.LForms?.Util?.FHIRSupport?.R4);

const results = [];
for (const { questionnaire, fills, read } of given.forms) {
  const shown = [];
  for (const fill of fills) {
    await page.evaluate((it) => LForms.Util.addFormToPage(it, 'form', { fhirVersion: 'R4' }), questionnaire);
    await page.waitForSelector(`[id="${read[0]}/1"]`);
    for (const { link, type, click } of fill) {
      if (type !== undefined) {
        const box = page.locator(`[id="${link}/1"]`);
        await box.fill(type);
        await box.press('Tab');
      } else {
        await page.locator(`label[id^="${link}/1|"][id$="|${click}"]`).click();
      }
    }
    // Expressions are run a moment after the last change: what is shown counts once it has stood still for a while.
    const values = {};
    for (let still = 0, rounds = 0; still < 4 && rounds < 60; rounds += 1) {
      await page.waitForTimeout(150);
      let same = true;
      for (const link of read) {
        const found = await page.locator(`[id="${link}/1"]`).inputValue();
        same &&= values[link] === found;
        values[link] = found;
      }
      still = same ? still + 1 : 0;
    }
    const response = await page.evaluate(() => LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4'));
    shown.push({ values, response });
  }
  results.push(shown);
}
await context.close();
server.close();
process.stdout.write(JSON.stringify({ results, outside }));
