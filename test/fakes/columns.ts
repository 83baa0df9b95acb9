/** The columns of each resource as its reference page lists them: what `fields`, `sort_by` and `q` may name. */

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** https://docs.runflow.io/api-reference/batches/get-batch-detail */
export const batchColumns = words(`
  id org_id target_type_code target_type target_id status_code source_code items_total items_succeeded items_failed
  items_cancelled input resolved_template_id dispatch_provider_link_id cost output metadata callback_url duration_ms
  failure_code failure_message failure_stage_code created_by created_at started_at completed_at links items`);

/** https://docs.runflow.io/api-reference/batches/get-one-batch-item */
export const itemColumns = words(`
  id batch_id sequence_index run_id created_at client_ref status_code input cost output error started_at completed_at
  run`);

/** https://docs.runflow.io/api-reference/runs/get-run */
export const runColumns = words(`
  id flow_id model_id comfyui_workflow_id target_type target_version org_id status_code source_code input output context
  duration_ms cost cost_breakdown nodes_total nodes_completed resolved_template_id batch_id client_ref jurisdiction_code
  flow_version_id request_id created_by created_at started_at completed_at callback_url metadata has_logs has_node_runs
  links failure_code failure_message failure_stage_code feedback_is_positive feedback_reason
  current_evaluation_summary source_chat_message_id`);

/** https://docs.runflow.io/api-reference/runs/get-flow-node-run */
export const nodeRunColumns = words(`
  id run_id node_id flow_id state_code input output input_signature preview_type preview_value duration_ms cost
  retry_count error_message created_at started_at completed_at`);

/** https://docs.runflow.io/api-reference/runs/get-run-log */
export const logColumns = words('id run_id level_code message timestamp meta run');

/** The model of https://docs.runflow.io/api-reference/batches/get-one-batch-item */
export const modelColumns = words(`
  id org_id model_creator_id slug name description version is_public is_open_source icon_url cover_url category_code
  status_code family_id family_variant_code param_count architecture license_code max_resolution lora_support
  fine_tuning supports_streaming paper_url github_url is_official availability_status seo notable_features content
  pricing_note created_by created_at updated_at deleted_at deleted_by inputs outputs examples faq_entries pricing
  related_links`);

/** https://docs.runflow.io/api-reference/flows/search-flows */
export const flowColumns = words('id org_id name slug description nodes created_at updated_at');
