export function renderMarkdown(text: string): string;
