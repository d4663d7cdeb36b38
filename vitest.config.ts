import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// How long a test may take says nothing about the project: the limits are for what would never end, on a busy machine too.
export default defineConfig({
  test: {
    // One of two cores would stand idle otherwise, while tests wait for processes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: "unit",
          // Loading modules anew for each file took longer than the tests.
          isolate: false,
          include: [
            "{services,agents,workflows,optimizer,native,simulators,models}/**/*.test.ts",
            "test/architecture/**/*.test.ts",
          ],
          setupFiles: ["test/support/property.ts", "test/support/restore.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "integration",
          // As above: of what they share, the modules hold nothing that one test leaves for another.
          isolate: false,
          include: ["test/integration/**/*.test.ts"],
          setupFiles: ["test/support/property.ts", "test/support/restore.ts"],
          globalSetup: ["test/support/global-setup.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/support/browsed-setup.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
