export const between = (least: number, most: number) => least + Math.random() * (most - least);
export const oneOf = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)] as T;
