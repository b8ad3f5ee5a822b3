/**
 * Golden recordings: for every story, the recordings that the engine sends to a backend, as JSON. `npm run golden`
 * rewrites them; review the difference before you commit it.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { renderStories } from '../harness/stories';
import { playStory } from './play-story';
import { writeJson } from './write-recording';

const FOLDER = import.meta.dirname;
const update = process.argv.includes('--update');

const stories = await renderStories();

describe('golden recordings', () => {
  let database: NodeDatabase;
  before(async () => {
    database = await nodeDatabase();
  });
  after(() => database.close());

  for (const { name, template } of stories) {
    it(name, async () => {
      const path = join(FOLDER, `${name}.json`);
      const played = await playStory(template, database);
      // Otherwise an update would store the error of a broken story as its recording.
      assert.equal('errors' in played, name.includes('-Wrong'), JSON.stringify(played));
      const recorded = writeJson(played);
      if (update) writeFileSync(path, recorded);
      const stored = existsSync(path) ? readFileSync(path, 'utf8') : 'none: run `npm run golden`\n';
      assert.deepEqual(
        recorded.split('\n'),
        stored.split('\n'),
        `${name}.json: run npm run golden, then review the difference`,
      );
    });
  }

  it('all belong to existing stories', () => {
    const names = new Set(stories.map(({ name }) => `${name}.json`));
    const orphans = readdirSync(FOLDER).filter((file) => file.endsWith('.json') && !names.has(file));
    if (update) for (const file of orphans) rmSync(join(FOLDER, file));
    assert.deepEqual(update ? [] : orphans, []);
  });
});
