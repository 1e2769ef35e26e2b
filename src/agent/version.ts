/** The build puts package.json's version in the place of the variable; code that runs unbuilt has none. */
export const VERSION: string = process.env.CELLWARD_VERSION ?? "0.0.0-unbuilt";
