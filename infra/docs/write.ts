import { writeFileSync } from 'node:fs';
import { writtenPages } from './pages.ts';

for (const [path, text] of Object.entries(writtenPages())) writeFileSync(path, text);
