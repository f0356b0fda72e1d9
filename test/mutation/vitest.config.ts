import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { testFilesByPart } from '../projects.ts';

const { property } = testFilesByPart();

/** Tests that draw many cases come last: a change is given up at the first test that fails, and most fail a quick one. */
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isProperty = ({ moduleId }: TestSpecification): boolean =>
      property.some((file) => moduleId.endsWith(`/${file}`));
    return files.sort((a, b) => Number(isProperty(a)) - Number(isProperty(b)));
  }
}

/** The tests that tell quickly whether a changed line of the modules in stryker.config.json still does its work. */
export default defineConfig({
  test: {
    include: [
      'test/domain/{window,dates,lenient-dates,time,session-log}*.test.ts',
      'test/domain/slices/{find-matches,layered,matches,select,select-work,tag-filter}.test.ts',
      'test/get-sessions/answer/page*.test.ts',
      'test/vendor/authenticate/*.test.ts',
    ],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    setupFiles: ['test/mutation/bound-properties.ts'],
    testTimeout: 20_000,
    sequence: { sequencer: QuickFirst },
    // Stryker's set-up has to run for each file.
    isolate: true,
  },
});
