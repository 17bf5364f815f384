/**
 * The code of an error as Direct Line answers it; null where the answer is another's, such as a proxy's page.
 *
 * @param {Response} response
 * @returns {Promise<string | null>}
 */
export async function codeIn(response) {
  try {
    const { error } = await response.json();
    return error.code ?? null;
  } catch {
    return null;
  }
}
